// An application on Express with the README's routes, and express-session as in its documentation.
import express from "express"
import session from "express-session"
import { signIn } from "./example.ts"

const app = express()
app.use(session({ secret: "EXAMPLE_NOT_A_REAL_SECRET", resave: false, saveUninitialized: false }))
app.use(signIn)
app.get("/", (request, response) => {
  response.type("text").send(request.session.user ?? "nobody")
})
app.listen(Number(process.env["PORT"]), "127.0.0.1")
