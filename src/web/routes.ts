/** Every address of the pages, each with who may use it: none can be served without saying so. */
import type { Context, Hono } from 'hono';
import type { Reader, Role } from './reader.ts';

/**
 * Who may use an address. `anyone`: needs nothing, or checks what it is handed by itself (a door's token). `reader`
 * looks, `responder` handles incidents too, `operator` changes targets too.
 */
export type Access = 'anyone' | Role;

export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly access: Access;
  /** Also open to whoever holds a mail's signed link to the incident that the address names by `:id`. */
  readonly link: boolean;
  /** Takes forms that carry no word of ours: what it does asks for something else. */
  readonly open: boolean;
}

export type Handler = (c: Context, reader: Reader) => Response | Promise<Response>;

/** Lets a request through as its reader, or answers in the handler's place. */
export type Gate = (c: Context, route: Route) => Promise<Reader | Response>;

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

  get(path: string, access: Access, handler: Handler, { link = false } = {}): void {
    this.#add({ method: 'GET', path, access, link, open: false }, handler);
  }

  post(path: string, access: Access, handler: Handler, { link = false, open = false } = {}): void {
    this.#add({ method: 'POST', path, access, link, open }, handler);
  }

  #add(route: Route, handler: Handler): void {
    this.all.push(route);
    this.#app.on(route.method, route.path, async (c: Context) => {
      const reader = await this.#gate(c, route);
      return reader instanceof Response ? reader : handler(c, reader);
    });
  }
}
