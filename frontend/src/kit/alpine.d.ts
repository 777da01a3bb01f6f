/** The part of Alpine's CSP build that we use; its own package carries no types. */
declare module "@alpinejs/csp" {
  const Alpine: { data(name: string, make: () => object): void; start(): void };
  export default Alpine;
}
