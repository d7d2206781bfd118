/**
 * The Java API of the product: the messages with which a back end pushes, and their answers. HTTP
 * and the wire protocols are thin skins over them.
 */
@NullMarked
package io.lifeline.supervision.gateway;

import org.jspecify.annotations.NullMarked;
