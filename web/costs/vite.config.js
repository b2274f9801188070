import { pageConfig } from '../vite.js'

export default pageConfig('http://127.0.0.1:5002')
