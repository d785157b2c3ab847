// Begins the renderer of this page. Attributes of <html> hold its parameters.
(() => {
  'use strict';
  const root = document.documentElement;
  const { theme, document: address, server } = root.dataset;
  const here = document.getElementById('page');
  const system = matchMedia('(prefers-color-scheme: dark)');
  const isDark = () => theme === 'dark' || (theme === 'auto' && system.matches);

  const show = (text) => {
    const line = document.createElement('p');
    line.textContent = text;
    here.replaceChildren(line);
  };

  const paint = () => root.classList.toggle('dark-mode', isDark());

  // Where the API is, as this page was reached: below a prefix, or behind a proxy, the document can't know.
  const url = new URL(server, location.href).href.replace(/\/$/, '');
  const ours = { url, description: 'This server' };

  // Redoc has no dark theme of its own. What no option of it reaches is in page.css.
  const colours = (dark) => {
    const pick = (onLight, onDark) => dark ? onDark : onLight;
    const ground = pick('#ffffff', '#14181a');
    const raised = pick('#f6f7f7', '#1c2022');
    const text = pick('#22282b', '#e4e6e6');
    const faint = pick('#566065', '#a9b1b5');
    const line = pick('#d2d6d7', '#434b4f');
    const link = pick('#0b5cad', '#6cb6ff');
    const error = pick('#c62828', '#ff8a80');
    const font = 'system-ui, sans-serif';
    return {
      colors: {
        // It is the background of white text and is drawn on white, so it can't be the links' in the dark.
        primary: { main: pick('#0b5cad', '#2f6fbd') },
        success: { main: pick('#1a7f37', '#4ac966') },
        warning: { main: pick('#8a5d00', '#e3b341'), contrastText: ground },
        error: { main: error },
        text: { primary: text, secondary: faint },
        border: { light: line, dark: line },
        gray: { 50: raised, 100: pick('#f0f1f1', '#2a2e30') },
      },
      schema: { nestedBackground: raised, linesColor: line, typeNameColor: faint, typeTitleColor: faint, requireLabelColor: error },
      typography: {
        fontFamily: font,
        headings: { fontFamily: font },
        code: { fontFamily: 'ui-monospace, monospace', color: pick('#a5301c', '#ffb38a'), backgroundColor: pick('#f0f1f1', '#2a2e30'), wrap: true },
        links: { color: link, visited: link, hover: link },
      },
      sidebar: { backgroundColor: raised, textColor: text, activeTextColor: link },
      rightPanel: {
        backgroundColor: pick('#22303a', '#0d1014'),
        textColor: '#f4f6f6',
        servers: { overlay: { backgroundColor: raised, textColor: text }, url: { backgroundColor: ground } },
      },
      codeBlock: { backgroundColor: pick('#141d23', '#1c2022') },
      fab: { backgroundColor: pick('#f0f1f1', '#2a2e30'), color: link },
    };
  };

  const read = (description) => {
    const elsewhere = description.servers.filter(({ url }) => /^[a-z]+:/i.test(url));
    Redoc.init({ ...description, servers: [ours, ...elsewhere] }, {
      theme: colours(isDark()),
      hideDownloadButton: true,
      jsonSampleExpandLevel: 'all',
      nativeScrollbars: true,
      requiredPropsFirst: true,
    }, here);
    // Its colours are set once, when it begins.
    system.addEventListener('change', () => theme === 'auto' && location.reload());
  };

  const tryOut = (description) => {
    here.replaceChildren();
    SwaggerUIBundle({
      spec: { ...description, servers: [ours] },
      domNode: here,
      deepLinking: true,
      displayRequestDuration: true,
      docExpansion: 'list',
      defaultModelsExpandDepth: 0,
      syntaxHighlight: { theme: 'obsidian' },
      tryItOutEnabled: true,
      // It would ask a validator on the Internet.
      validatorUrl: null,
    });
    system.addEventListener('change', paint);
  };

  paint();
  fetch(new URL(address, location.href))
    .then((reply) => reply.ok ? reply.json() : Promise.reject(new Error(`status ${reply.status}`)))
    .then((description) => typeof Redoc === 'undefined' ? tryOut(description) : read(description))
    .catch((error) => show(`The document can't be shown: ${error.message}`));
})();
