/**
 * The HTTP API for back ends: a thin skin over {@link
 * io.lifeline.supervision.gateway.GatewayCommand}, shaped so that server libraries for Centrifugo
 * fit.
 */
@NullMarked
package io.lifeline.edge.api;

import org.jspecify.annotations.NullMarked;
