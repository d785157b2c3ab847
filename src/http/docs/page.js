// Begins the renderer of this page. What it needs to know stands in attributes of <html>.
(() => {
  'use strict';
  const root = document.documentElement;
  const { theme, document: address, server } = root.dataset;
  const here = document.getElementById('page');
  const system = matchMedia('(prefers-color-scheme: dark)');
  const isDark = () => theme === 'dark' || (theme === 'auto' && system.matches);

  const say = (text) => {
    const line = document.createElement('p');
    line.textContent = text;
    here.replaceChildren(line);
  };

  const paint = () => root.classList.toggle('dark-mode', isDark());

  // Where the API is, as this page was reached: below a prefix, or behind a proxy, the document can't know.
  const url = new URL(server, location.href).href.replace(/\/$/, '');
  const ours = { url, description: 'This server' };

  // Redoc has no dark theme of its own.
  const colours = (dark) => {
    const text = dark ? '#e4e6e6' : '#22282b';
    const faint = dark ? '#a9b1b5' : '#5b656a';
    const line = dark ? '#434b4f' : '#d2d6d7';
    const link = dark ? '#6cb6ff' : '#0b5cad';
    return {
      colors: {
        tonalOffset: dark ? 0 : 0.2,
        primary: { main: link, light: link, dark: link, contrastText: dark ? '#0d1014' : '#ffffff' },
        text: { primary: text, secondary: faint },
        border: { light: line, dark: line },
        success: { main: dark ? '#4ac966' : '#1a7f37' },
        error: { main: dark ? '#ff8a80' : '#c62828' },
        warning: { main: dark ? '#e3b341' : '#8a5d00' },
        gray: { 50: dark ? '#1c2022' : '#fafafa', 100: dark ? '#2a2e30' : '#f0f1f1' },
      },
      schema: { nestedBackground: dark ? '#1c2022' : '#f6f7f7', linesColor: line, typeNameColor: faint, typeTitleColor: faint, requireLabelColor: dark ? '#ff8a80' : '#c62828' },
      typography: {
        fontFamily: 'system-ui, sans-serif',
        headings: { fontFamily: 'system-ui, sans-serif' },
        code: { fontFamily: 'ui-monospace, monospace', color: dark ? '#ffb38a' : '#a5301c', backgroundColor: dark ? '#2a2e30' : '#f0f1f1', wrap: true },
        links: { color: link, visited: link, hover: link },
      },
      sidebar: { backgroundColor: dark ? '#1c2022' : '#f6f7f7', textColor: text, activeTextColor: link },
      rightPanel: { backgroundColor: dark ? '#0d1014' : '#22303a', textColor: '#f4f6f6' },
      codeBlock: { backgroundColor: dark ? '#1c2022' : '#141d23' },
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
    .catch((error) => say(`The document can't be shown: ${error.message}`));
})();
