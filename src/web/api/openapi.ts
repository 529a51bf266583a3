/** The description of the API (OpenAPI 3.1), made from the schemas that it answers by. */
import { z } from 'zod';
import type { Endpoint } from './endpoint.ts';
import { problem } from './schemas.ts';

/** Of the API, not of the program: counts up where something that was there changes its meaning or goes. */
const API_VERSION = '1.0.0';

type Json = Readonly<Record<string, unknown>>;

export function openApiOf(endpoints: readonly Endpoint[], publicUrl: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const endpoint of endpoints) {
    paths[endpoint.path] ??= {};
    paths[endpoint.path]![endpoint.method] = operationOf(endpoint);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Earshot',
      version: API_VERSION,
      description: 'What the pages show, for programs. Times are ISO 8601 UTC; offsets count UTF-16 code units.',
    },
    servers: [{ url: `${publicUrl.replace(/\/$/, '')}/api/v1` }],
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'Made by `earshot token add`.' } },
    },
  };
}

function operationOf({ method, path, summary, access, params, query, body, answer }: Endpoint): Json {
  const problemAnswer = (description: string) => ({
    description,
    content: { 'application/json': { schema: jsonSchema(problem, 'output') } },
  });
  return {
    operationId: `${method} ${path}`.replace(/[^a-z]+/gi, '_').replace(/_$/, ''),
    summary,
    description: `For tokens of the role ${access} and above.`,
    parameters: [...parametersOf(params, 'path'), ...parametersOf(query, 'query')],
    ...(body !== undefined && {
      requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(body, 'input') } } },
    }),
    responses: {
      200: { description: 'Done.', content: { 'application/json': { schema: jsonSchema(answer, 'output') } } },
      400: problemAnswer('Something about the request is not understood.'),
      401: problemAnswer('No token, or one that is not valid.'),
      403: problemAnswer('The token’s role may not do this.'),
      404: problemAnswer('There is no such thing.'),
    },
  };
}

function parametersOf(schema: z.ZodObject, place: 'path' | 'query'): Json[] {
  const { properties = {}, required = [] } = jsonSchema(schema, 'input') as {
    properties?: Record<string, { description?: string }>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    ...{ name, in: place, required: required.includes(name), schema: rest },
    ...(description !== undefined && { description }),
  }));
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io }) as Json;
  return rest;
}
