/** Every address of the pages, each with who may use it: none can be served without saying so. */
import type { Context, Hono } from 'hono';
import type { Reader, Role } from './reader.ts';

/**
 * Who may use an address. `anyone`: needs nothing, or checks what it is handed by itself (a signed link, a door's
 * token). `reader` looks, `responder` handles incidents too, `operator` changes targets too.
 */
export type Access = 'anyone' | Role;

export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly access: Access;
}

export type Handler = (c: Context, reader: Reader) => Response | Promise<Response>;

/** Lets a request through as its reader, or answers in the handler's place. */
export type Gate = (c: Context, access: Access) => Promise<Reader | Response>;

/** Adds addresses to a Hono app, each behind the gate. */
export class Routes {
  /** Everything served, in the order it was added. */
  readonly all: Route[] = [];
  readonly #app: Hono;
  readonly #gate: Gate;

  constructor(app: Hono, gate: Gate) {
    this.#app = app;
    this.#gate = gate;
  }

  get(path: string, access: Access, handler: Handler): void {
    this.#add('GET', path, access, handler);
  }

  post(path: string, access: Access, handler: Handler): void {
    this.#add('POST', path, access, handler);
  }

  #add(method: Route['method'], path: string, access: Access, handler: Handler): void {
    this.all.push({ method, path, access });
    this.#app.on(method, path, async (c: Context) => {
      const reader = await this.#gate(c, access);
      return reader instanceof Response ? reader : handler(c, reader);
    });
  }
}
