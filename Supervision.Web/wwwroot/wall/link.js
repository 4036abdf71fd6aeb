// The connection to the hub: tries for ever, with growing pauses, and at once when the network or the page comes back.
const PAUSES_MS = [500, 1000, 2000, 4000, 8000, 15_000];

export class Link {
  #handlers;
  #connection;
  #wake = null;
  #started = false;

  /** True while messages can arrive. */
  up = false;
  /** Failed attempts since the link was last up. */
  attempts = 0;

  constructor(path, hall, handlers) {
    this.#handlers = handlers;
    const url = hall ? `${path}?hall=${encodeURIComponent(hall)}` : path;
    this.#connection = new signalR.HubConnectionBuilder()
      .withUrl(url)
      .configureLogging(signalR.LogLevel.None)
      .build();
    this.#connection.serverTimeoutInMilliseconds = 15_000;
    this.#connection.keepAliveIntervalInMilliseconds = 5000;
    const methods =
      ['board', 'delta', 'alert', 'alertsSkipped', 'ordersChanged', 'inboxChanged', 'windowsChanged', 'drawsChanged'];
    for (const method of methods) {
      this.#connection.on(method, argument => handlers[method]?.(argument)); // not every page shows everything
    }
    this.#connection.onclose(() => this.#wake?.());
    const hurry = () => this.#wake?.();
    addEventListener('online', hurry);
    addEventListener('visibilitychange', () => document.visibilityState === 'visible' && !this.up && hurry());
  }

  /** Calls a method of the hub. */
  ask(method, ...values) {
    return this.#connection.invoke(method, ...values);
  }

  /** Keeps the connection up until the page goes away. */
  async run() {
    for (;;) {
      try {
        await this.#connection.start();
        this.#set(true);
        this.#handlers.connected(this.#started);
        this.#started = true;
        while (this.#connection.state === signalR.HubConnectionState.Connected) await this.#pause();
      } catch {
        // Not there yet: the pause below, then again.
      }
      this.#set(false);
      const pause = PAUSES_MS[Math.min(this.attempts, PAUSES_MS.length) - 1];
      await this.#pause(pause * (0.8 + 0.4 * Math.random())); // walls of one hall must not come back in step
    }
  }

  #set(up) {
    this.up = up;
    this.attempts = up ? 0 : this.attempts + 1;
    this.#handlers.changed();
  }

  #pause(ms) {
    return new Promise(resolve => {
      const timer = ms === undefined ? 0 : setTimeout(done, ms);
      const self = this;
      function done() {
        clearTimeout(timer);
        self.#wake = null;
        resolve();
      }
      this.#wake = done;
    });
  }
}
