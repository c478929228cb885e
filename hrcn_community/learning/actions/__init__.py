"""What people do in learning: write and publish a module, learn it, plan, talk beside a step."""
