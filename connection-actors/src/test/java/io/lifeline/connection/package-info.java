/** The connection actor against a fake peer, a fake node and a hand-turned clock. */
@NullMarked
package io.lifeline.connection;

import org.jspecify.annotations.NullMarked;
