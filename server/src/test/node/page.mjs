// As much of a page as the examples of docs/guide/browsers.md use: what is appended to a list is printed, and a line
// of input is submitted by the form.
import { createInterface } from 'node:readline';

const submitted = [];

globalThis.document = {
  createElement: () => ({ textContent: '' }),
  querySelector: (selector) => ({
    append: ({ textContent }) => console.log(textContent),
    addEventListener: (type, listener) => { if (selector === 'form') submitted.push(listener); },
  }),
};

createInterface({ input: process.stdin }).on('line', (value) => {
  const target = { elements: { text: { value } }, reset() {} };
  submitted.forEach((listener) => listener({ target, preventDefault() {} }));
});
