package switchboard.server.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.Options;
import switchboard.server.AcceptFilter;
import switchboard.server.CallObserver;
import switchboard.server.ConnectionHandler;
import switchboard.server.DrainPolicy;
import switchboard.server.Limits;
import switchboard.server.Server;
import switchboard.server.Strategy;
import switchboard.server.internal.relay.ProcessRunner;

/** Implementation of {@link Server.Builder}. */
public final class ServerBuilder implements Server.Builder {
  private final ConnectionHandler service;
  private final List<Endpoint> endpoints = new ArrayList<>();
  private Network network = Network.system();
  private Strategy strategy = Strategy.VIRTUAL_THREADS;
  private Limits limits = Limits.standard();
  private Options options = Options.none();
  private String rejectionMessage = "";
  private DrainPolicy drainPolicy = DrainPolicy.BETWEEN_MESSAGES;
  private Runnable onDrain = () -> {};
  private CallObserver observer = new CallObserver() {};
  private @Nullable AcceptFilter acceptFilter;

  public ServerBuilder(ConnectionHandler service) {
    this.service = service;
  }

  /** Creates a copy for a server. Later changes of the original do not affect the copy. */
  private ServerBuilder(ServerBuilder original) {
    this.service =
        original.service instanceof ProcessRunner programs ? programs.snapshot() : original.service;
    this.endpoints.addAll(original.endpoints);
    this.network = original.network;
    this.strategy = original.strategy;
    this.limits = original.limits;
    this.options = original.options;
    this.rejectionMessage = original.rejectionMessage;
    this.drainPolicy = original.drainPolicy;
    this.onDrain = original.onDrain;
    this.observer = original.observer;
    this.acceptFilter = original.acceptFilter;
  }

  @Override
  public ServerBuilder listen(Endpoint endpoint) {
    endpoints.add(endpoint);
    return this;
  }

  @Override
  public ServerBuilder listen(String endpoint) {
    return listen(Endpoint.parse(endpoint));
  }

  @Override
  public ServerBuilder network(Network other) {
    network = other;
    return this;
  }

  @Override
  public ServerBuilder strategy(Strategy other) {
    strategy = other;
    return this;
  }

  @Override
  public ServerBuilder limits(Limits other) {
    limits = other;
    return this;
  }

  @Override
  public ServerBuilder options(Options other) {
    options = other;
    return this;
  }

  @Override
  public ServerBuilder rejectionMessage(String message) {
    rejectionMessage = message;
    return this;
  }

  @Override
  public ServerBuilder drainPolicy(DrainPolicy other) {
    drainPolicy = other;
    return this;
  }

  @Override
  public ServerBuilder onDrain(Runnable action) {
    onDrain = action;
    return this;
  }

  @Override
  public ServerBuilder observer(CallObserver other) {
    observer = other;
    return this;
  }

  @Override
  public Server.Builder acceptFilter(AcceptFilter filter) {
    acceptFilter = filter;
    return this;
  }

  @Override
  public void run() throws IOException {
    try (var server = start()) {
      ServerProgram.untilStopped(server);
    }
  }

  @Override
  public Server start() throws IOException {
    if (endpoints.isEmpty()) {
      throw new IllegalStateException("no endpoint to listen at; call listen(endpoint) first");
    }
    return new RunningServer(new ServerBuilder(this)).start();
  }

  ConnectionHandler service() {
    return service;
  }

  List<Endpoint> endpoints() {
    return endpoints;
  }

  Network network() {
    return network;
  }

  Strategy strategy() {
    return strategy;
  }

  Limits limits() {
    return limits;
  }

  Options options() {
    return options;
  }

  DrainPolicy drainPolicy() {
    return drainPolicy;
  }

  Runnable onDrain() {
    return onDrain;
  }

  @Nullable AcceptFilter acceptFilter() {
    return acceptFilter;
  }

  CallObserver observer() {
    return observer;
  }

  String rejectionMessage() {
    return rejectionMessage;
  }
}
