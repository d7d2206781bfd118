/**
 * Clients that come back: thousands on one thread, each follows channels of a cluster, reconnects
 * with jitter and resumes by position, and checks that nothing which it hears contradicts what it
 * heard before. Beside them publishers that write down what was acknowledged.
 */
@NullMarked
package io.lifeline.load.follow;

import org.jspecify.annotations.NullMarked;
