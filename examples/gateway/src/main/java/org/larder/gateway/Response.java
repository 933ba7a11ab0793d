package org.larder.gateway;

/**
 * What a client gets.
 *
 * @param status the HTTP status
 * @param body the forecast, or the fault in JSON
 * @param remark what the policies did, for the one who watches
 */
record Response(int status, Object body, String remark) {}
