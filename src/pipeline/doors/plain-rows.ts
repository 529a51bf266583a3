/** Rows whose columns are named like a post's fields, or renamed one by one. */
import { POST_FIELDS, type PostField } from '../../model.ts';
import { put, truthOf } from './field-values.ts';

/** A column and the post's field it fills: `author.name`, `published_at`. */
export type Renames = ReadonlyMap<string, PostField>;

/** Short names that columns of a table may have. */
const SHORT: Readonly<Record<string, PostField>> = {
  author: 'author.name',
  author_id: 'author.id',
  followers: 'author.followers',
  rating: 'rating.value',
  likes: 'engagement.likes',
  replies: 'engagement.replies',
  reposts: 'engagement.reposts',
  views: 'engagement.views',
  helpful: 'engagement.helpful',
  reply: 'reply.text',
  reply_at: 'reply.at',
};

const TOP_LEVEL: ReadonlySet<string> = new Set(Object.keys(POST_FIELDS).map((field) => field.split('.')[0]!));

/** The field that a word means: its full name, or a short one. Null: none. */
export function fieldNamed(word: string): PostField | null {
  const full = Object.hasOwn(SHORT, word) ? SHORT[word]! : word;
  return Object.hasOwn(POST_FIELDS, full) ? (full as PostField) : null;
}

/** Puts each column where it belongs. In a table the short names fill nested fields too, and words become truth values. */
export function plainRow(
  row: Readonly<Record<string, unknown>>,
  renames: Renames,
  tell: (column: string) => void,
  table: boolean,
): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  for (const [column, content] of Object.entries(row)) {
    const field = renames.get(column) ?? (table ? (fieldNamed(column) ?? column) : column);
    const fills = table && (field === 'deleted' || field === 'author.verified') ? truthOf(content) : content;
    if (field.includes('.') && Object.hasOwn(POST_FIELDS, field)) put(value, field, fills);
    else if (TOP_LEVEL.has(field)) value[field] = fills;
    else tell(column);
  }
  return value;
}
