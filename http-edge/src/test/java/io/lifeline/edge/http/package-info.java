/** Tests of HTTP on a socket that someone else owns. */
@NullMarked
package io.lifeline.edge.http;

import org.jspecify.annotations.NullMarked;
