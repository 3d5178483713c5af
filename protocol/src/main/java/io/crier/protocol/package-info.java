/**
 * The RESP2 and RESP3 wire codec: requests decoded from borrowed bytes, replies and pushes encoded.
 */
@NullMarked
package io.crier.protocol;

import org.jspecify.annotations.NullMarked;
