/**
 * Who a connection is and from where: tokens, origins. Denials name what is wrong and never the
 * token.
 */
@NullMarked
package io.lifeline.edge.auth;

import org.jspecify.annotations.NullMarked;
