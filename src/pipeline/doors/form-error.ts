import { EarshotError } from '../../errors.ts';

/** A file or body as a whole is not what it should be: no row of it can be read. */
export class FormError extends EarshotError {}
