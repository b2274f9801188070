import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'

const place = document.getElementById('desk')
if (place !== null) createRoot(place).render(<StrictMode>Colophon</StrictMode>)
