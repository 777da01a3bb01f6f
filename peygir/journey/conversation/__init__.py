"""A talk by SMS, messenger or mail: what came in, what it sets off, and what is asked next."""
