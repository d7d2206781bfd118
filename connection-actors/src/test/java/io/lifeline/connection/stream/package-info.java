/** Tests of what reads from a socket, apart from its actor. */
@NullMarked
package io.lifeline.connection.stream;

import org.jspecify.annotations.NullMarked;
