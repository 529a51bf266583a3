/** Passwords as scrypt hashes (RFC 7914) in the PHC form: `$scrypt$ln=16,r=8,p=1$SALT$HASH`. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import PQueue from 'p-queue';

/** N = 2^16: 64 MB and about a fifth of a second for each guess. */
const COST = { ln: 16, r: 8, p: 1 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;
const FORM = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{16,})\$([A-Za-z0-9+/]{32,})$/;

/** Memory is what makes guessing dear: those who only want to exhaust it have to wait in line. */
const hashing = new PQueue({ concurrency: 2 });

export async function hashPassword(password: string, salt: Uint8Array = randomBytes(SALT_BYTES)): Promise<string> {
  const { ln, r, p } = COST;
  const hash = await derive(password, salt, COST, HASH_BYTES);
  return `$scrypt$ln=${ln},r=${r},p=${p}$${unpadded(salt)}$${unpadded(hash)}`;
}

/** Whether `password` is the one that was hashed; false for a hash that is none. */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const match = FORM.exec(stored);
  if (match === null) return false;
  const [ln = 0, r = 0, p = 0] = match.slice(1, 4).map(Number);
  const salt = Buffer.from(match[4]!, 'base64');
  const expected = Buffer.from(match[5]!, 'base64');
  if (ln < 1 || ln > 20 || r < 1 || p < 1) return false;
  return timingSafeEqual(await derive(password, salt, { ln, r, p }, expected.length), expected);
}

/** Takes as long as a wrong password does: time must not tell which names exist. */
export async function pretendToVerify(password: string): Promise<false> {
  await derive(password, new Uint8Array(SALT_BYTES), COST, HASH_BYTES);
  return false;
}

function derive(password: string, salt: Uint8Array, { ln, r, p }: typeof COST, length: number): Promise<Buffer> {
  const N = 2 ** ln;
  const work = () =>
    new Promise<Buffer>((resolve, reject) => {
      // What looks the same on the keyboard is the same password.
      scrypt(
        password.normalize('NFKC'),
        salt,
        length,
        { N, r, p, maxmem: 129 * N * r * p + 1_000_000 },
        (error, key) => (error ? reject(error) : resolve(key)),
      );
    });
  return hashing.add(work);
}

function unpadded(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/=+$/, '');
}
