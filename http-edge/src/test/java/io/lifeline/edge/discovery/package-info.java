@NullMarked
package io.lifeline.edge.discovery;

import org.jspecify.annotations.NullMarked;
