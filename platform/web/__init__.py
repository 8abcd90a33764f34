"""The pages as an application: identity of the request, layout, errors, design system, commands."""
