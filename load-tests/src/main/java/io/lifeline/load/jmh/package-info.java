/**
 * Microbenchmarks of what every message passes through, and of looking at a node's actors. {@code
 * mvn -q -Pjmh -pl load-tests -am test-compile} runs them.
 */
@NullMarked
package io.lifeline.load.jmh;

import org.jspecify.annotations.NullMarked;
