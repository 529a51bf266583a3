/** Test sites on loopback addresses of their own: what they serve is known, so what must be stored is too. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ChaosPost {
  readonly id: string;
  readonly text: string;
  readonly at: Date;
  reposts?: number;
}

/** Publishes posts as time goes on, and shows the newest of them, five hundred a page. */
export class ChaosSite {
  readonly posts: ChaosPost[] = [];
  readonly #server: Server;
  /** Cut off: nobody gets an answer. */
  away = false;
  requests = 0;
  readonly name: string;
  readonly address: string;

  constructor(name: string, address: string) {
    this.name = name;
    this.address = address;
    this.#server = createServer((request, response) => {
      if (this.away) return void request.socket.destroy();
      if (request.url === '/robots.txt') return void response.writeHead(404).end();
      this.requests++;
      const items = this.posts.slice(-500).reverse();
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(items));
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject).listen(0, this.address, resolve);
    });
    return `${this.address}:${(this.#server.address() as AddressInfo).port}`;
  }

  publish(post: ChaosPost): void {
    this.posts.push(post);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
