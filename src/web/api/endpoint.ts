/** One address of the API: what it takes and gives as schemas, from which its description is made, and what it does. */
import type { z } from 'zod';
import type { WebDeps } from '../deps.ts';
import type { Role } from '../reader.ts';

type Shape = Readonly<Record<string, z.ZodType>>;

/** What a request brought, checked. */
export interface ApiInput<P, Q, B> {
  readonly deps: WebDeps;
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  /** The address's query as it came. */
  readonly search: URLSearchParams;
  /** Who asks: a token's name or a user's id. */
  readonly by: string;
}

interface EndpointSpec<
  P extends z.ZodObject<Shape>,
  Q extends z.ZodObject<Shape>,
  B extends z.ZodType,
  A extends z.ZodType,
> {
  readonly method: 'get' | 'post' | 'delete';
  /** Below `/api/v1`, as OpenAPI writes it: `/mentions/{brand}/{ref}`. */
  readonly path: string;
  readonly summary: string;
  readonly access: Role;
  readonly params: P;
  readonly query: Q;
  readonly body?: B;
  readonly answer: A;
  /** Null: there is no such thing. */
  readonly run: (input: ApiInput<z.output<P>, z.output<Q>, z.output<B>>) => Promise<z.input<A> | null>;
}

/** An endpoint whose schemas are no longer told apart by their types. */
export interface Endpoint
  extends Omit<EndpointSpec<z.ZodObject<Shape>, z.ZodObject<Shape>, z.ZodType, z.ZodType>, 'run'> {
  readonly run: (input: ApiInput<unknown, unknown, unknown>) => Promise<unknown>;
}

export function endpoint<
  P extends z.ZodObject<Shape>,
  Q extends z.ZodObject<Shape>,
  B extends z.ZodType,
  A extends z.ZodType,
>(spec: EndpointSpec<P, Q, B, A>): Endpoint {
  // What is handed over was made by the same schemas.
  return { ...spec, run: (input) => spec.run(input as ApiInput<z.output<P>, z.output<Q>, z.output<B>>) };
}
