/** A connection whose destination is found out when it is made: the process that serves the store may have changed. */
import { Socket } from 'node:net';

export class StoreSocket extends Socket {
  readonly #endpoint: () => Promise<string>;

  /** `endpoint` resolves to the path of a socket that is listened on. */
  constructor(endpoint: () => Promise<string>) {
    super();
    this.#endpoint = endpoint;
  }

  /** Ignores where the driver thinks the server is. */
  override connect(..._destination: unknown[]): this {
    this.#endpoint().then(
      (path) => {
        if (!this.destroyed) super.connect({ path });
      },
      (error: Error) => this.destroy(error),
    );
    return this;
  }
}
