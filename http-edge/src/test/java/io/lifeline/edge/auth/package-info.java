/** Tests of who a connection is and from where. */
@NullMarked
package io.lifeline.edge.auth;

import org.jspecify.annotations.NullMarked;
