// Variables of a .env file.
export * from "@client-secrets/env/dotenv"
