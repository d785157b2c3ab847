// Compiled under `strict` against the types of the quickstart's document, and run against its server.
import assert from 'node:assert/strict';
import createClient from 'openapi-fetch';
import type { paths } from './api.d.ts';

const client = createClient<paths>({ baseUrl: process.env.ADDRESS });

const author = await client.POST('/authors', { body: { name: 'Ada' } });
assert(author.data, JSON.stringify(author.error));
const book = { title: 'Notes', isbn: '9780000000001', author_id: author.data.id };
assert((await client.POST('/books', { body: book })).data);

// Related rows are typed as those of their own resource, and may be missing.
const listed = await client.GET('/books', { params: { query: { include: ['author'], 'author.name': ['Ada'] } } });
assert(listed.data, JSON.stringify(listed.error));
const name: string | undefined = listed.data[0]?.author?.name;
assert.equal(name, 'Ada');
// @ts-expect-error: an author has no such property
assert.equal(listed.data[0]?.author?.title, undefined);

const read = await client.GET('/books/{id}', { params: { path: { id: 1 } } });
assert.equal(read.data?.author, undefined);

// @ts-expect-error: books have no such relation
const refused = await client.GET('/books', { params: { query: { include: ['publisher'] } } });
assert.equal(refused.response.status, 422);
