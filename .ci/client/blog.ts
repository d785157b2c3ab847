// Compiled under `strict` against the types of the blog's document, and run against its server.
import assert from 'node:assert/strict';
import createClient from 'openapi-fetch';
import type { paths } from './api.d.ts';

const client = createClient<paths>({ baseUrl: `${process.env.ADDRESS}/api` });

const user = { username: 'ann', email: 'ann@example.com', password: 'correct horse' };
const registered = await client.POST('/users', { body: { user } });
assert(registered.data, JSON.stringify(registered.error));
client.use({
  onRequest({ request }) {
    request.headers.set('Authorization', `Token ${registered.data.user.token}`);
  },
});

const article = { title: 'How to sail', description: 'Ropes', body: 'Pull.', tagList: ['sea', 'air'] };
const created = await client.POST('/articles', { body: { article } });
assert(created.data, JSON.stringify(created.error));
const slug: string = created.data.article.slug;
assert((await client.POST('/articles/{slug}/comments', { params: { path: { slug } }, body: { comment: { body: 'Good' } } })).data);
assert((await client.POST('/articles/{slug}/favorite', { params: { path: { slug } } })).data);

// A list with related rows, values of related rows, and computed fields.
const page = await client.GET('/articles', { params: { query: { tag: ['sea'], author: ['ann'] } } });
assert(page.data, JSON.stringify(page.error));
const [first] = page.data.articles;
assert(first);
const author: string | undefined = first.author?.username;
const following: boolean | undefined = first.author?.following;
const tags: string[] | undefined = first.tagList;
const favorites: number | undefined = first.favoritesCount;
assert.deepEqual([author, following, tags, favorites, page.data.articlesCount], ['ann', false, ['air', 'sea'], 1, 1]);
// @ts-expect-error: lists leave the text out
assert.equal(first.body, undefined);

const comments = await client.GET('/articles/{slug}/comments', { params: { path: { slug } } });
assert.equal(comments.data?.comments[0]?.author?.username, 'ann');
// @ts-expect-error: nobody sees the address of an author
assert.equal(comments.data?.comments[0]?.author?.email, undefined);

const refused = await client.POST('/articles', { body: { article } });
const errors: { [field: string]: string[] } | undefined = refused.error?.errors;
assert.deepEqual(Object.keys(errors ?? {}), ['slug']);
