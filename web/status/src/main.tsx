import { showPage } from '@colophon/web-shared'
import '@colophon/web-shared/styles/tokens.css'
import '@colophon/web-shared/styles/base.css'
import '@colophon/web-shared/styles/shell.css'
import '@colophon/web-shared/styles/sheet.css'
import { StatusProduct } from './product.tsx'
import './status.css'

showPage(<StatusProduct />)
