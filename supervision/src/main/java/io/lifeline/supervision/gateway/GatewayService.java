package io.lifeline.supervision.gateway;

import org.apache.pekko.actor.typed.receptionist.ServiceKey;

/** The name under which each node's gateway is found in the Receptionist. */
public final class GatewayService {
  public static final ServiceKey<GatewayCommand> KEY =
      ServiceKey.create(GatewayCommand.class, "lifeline-gateway");

  private GatewayService() {}
}
