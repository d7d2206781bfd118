/** Tests of the command line, run in this process. */
@NullMarked
package io.lifeline.edge.cli;

import org.jspecify.annotations.NullMarked;
