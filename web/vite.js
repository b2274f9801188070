import react from '@vitejs/plugin-react'

/** How pages are built. `api` is the address of `npm start` that has what they ask, while somebody works on them. */
export const pageConfig = (api) => ({
  plugins: [react()],
  build: {
    target: ['chrome120', 'firefox140', 'safari18'],
    // Everything comes from files of our own: a page may load no other.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    chunkSizeWarningLimit: 800,
  },
  server: { proxy: { '/api': { target: api, changeOrigin: true } } },
})
