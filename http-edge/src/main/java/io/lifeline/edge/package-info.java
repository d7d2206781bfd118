/**
 * How bytes get in, who they are from, and how a node is wired and started: the command line, the
 * listeners, the HTTP interfaces.
 *
 * <p>It knows every other module and has no rules of its own about connections.
 */
@NullMarked
package io.lifeline.edge;

import org.jspecify.annotations.NullMarked;
