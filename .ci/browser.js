/* Shared by the browser tests: the options of Chromium, and checks that a page is legible. */
'use strict';

const assert = require('node:assert/strict');

const FLAGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
];
const DESKTOP = { viewport: { width: 1280, height: 900 } };
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
// WCAG 2.2, 1.4.3.
const CONTRAST = 4.5;

/* Runs in the page. Returns the texts whose contrast is below the limit. */
const faint = (least) => {
  const colour = (text) => { const [r, g, b, a = 1] = text.match(/[\d.]+/g).map(Number); return [r, g, b, a]; };
  const over = ([r, g, b, a], [x, y, z]) => [r * a + x * (1 - a), g * a + y * (1 - a), b * a + z * (1 - a), 1];
  const light = (rgb) => {
    const [r, g, b] = rgb.map((part) => part / 255).map((part) => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const grounds = new Map();
  const ground = (element) => {
    if (!element) return [255, 255, 255, 1];
    if (!grounds.has(element)) grounds.set(element, over(colour(getComputedStyle(element).backgroundColor), ground(element.parentElement)));
    return grounds.get(element);
  };
  const opacities = new Map([[null, 1]]);
  const opacity = (element) => {
    if (!opacities.has(element)) opacities.set(element, getComputedStyle(element).opacity * opacity(element.parentElement));
    return opacities.get(element);
  };
  const found = new Set();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode.textContent.trim();
    const element = walk.currentNode.parentElement;
    if (!text || element.closest('script, style, noscript') || !element.checkVisibility({ visibilityProperty: true })) continue;
    const behind = ground(element);
    const [r, g, b, a] = colour(getComputedStyle(element).color);
    const [less, more] = [light(over([r, g, b, a * opacity(element)], behind)), light(behind)].sort((x, y) => x - y);
    const ratio = (more + 0.05) / (less + 0.05);
    if (ratio < least) found.add(`${ratio.toFixed(2)} ${element.tagName}.${element.className} ${text.slice(0, 40)}`);
  }
  return [...found];
};

/* Takes a screenshot. Asserts that the page fits the viewport, has a light or dark background as expected, and has enough contrast. */
const looksRight = async (name, page, shot, dark) => {
  await page.screenshot({ path: `${shot}.png` });
  const [wide, ground] = await page.evaluate(() =>
    [document.documentElement.scrollWidth - innerWidth, getComputedStyle(document.body).backgroundColor.match(/\d+/g).map(Number)]);
  assert.ok(wide <= 0, `${name}: the page is ${wide} pixels too wide`);
  assert.ok(dark ? Math.max(...ground) < 64 : Math.min(...ground) > 192, `${name}: the background is ${ground}`);
  assert.deepEqual(await page.evaluate(faint, CONTRAST), [], `${name}: texts are faint`);
};

module.exports = { DESKTOP, FLAGS, PHONE, looksRight };
