//! What the API can filter and sort, field by field and generation by generation.
