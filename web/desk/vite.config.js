import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [react()],
  build: {
    target: ['chrome120', 'firefox140', 'safari18'],
    // Everything comes from files of our own: a page may load no other.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    chunkSizeWarningLimit: 800,
  },
  server: {
    // While working on the desk: the review API of `npm start`.
    proxy: { '/api': { target: 'http://127.0.0.1:5001', changeOrigin: true } },
  },
})
