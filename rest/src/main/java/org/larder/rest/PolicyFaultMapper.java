package org.larder.rest;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import org.larder.policies.PolicyFault;

/**
 * The answer to a request whose cache policy failed: the status and the body of the {@link PolicyFault}. For applications
 * that have {@code larder-policies}; they register it, or give a subclass {@code @Provider}. Stateless.
 *
 * @since 0.1
 */
public class PolicyFaultMapper implements ExceptionMapper<PolicyFault> {

    /** Creates a mapper. */
    public PolicyFaultMapper() {}

    @Override
    public Response toResponse(PolicyFault fault) {
        return Response.status(fault.status())
                .type(MediaType.APPLICATION_JSON_TYPE.withCharset("utf-8"))
                .entity(fault.toJson())
                .build();
    }
}
