/** The manifests under {@code supervision/kubernetes}, against the product that they describe. */
@NullMarked
package io.lifeline.edge.kubernetes;

import org.jspecify.annotations.NullMarked;
