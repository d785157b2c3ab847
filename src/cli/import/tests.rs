mod tests_stub {}
