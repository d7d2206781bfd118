/** How nodes find each other where nobody names them: Pekko's Cluster Bootstrap. */
@NullMarked
package io.lifeline.edge.discovery;

import org.jspecify.annotations.NullMarked;
