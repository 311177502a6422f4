variable "name" {
  description = "Prefix of every name, planitai-kpi-<environment>; the replication group and its user are called so."
  type        = string

  validation {
    condition     = length(var.name) <= 40
    error_message = "name must have at most 40 characters, the limit of a replication group."
  }
}

variable "vpc_id" {
  description = "Network of the cache."
  type        = string
}

variable "subnet_ids" {
  description = "Private subnets in two zones."
  type        = list(string)
}

variable "client_security_group_id" {
  description = "Security group of the tasks, the only one that is let in."
  type        = string
}

variable "kms_key_arn" {
  description = "Key that encrypts the cache and its snapshots."
  type        = string
}

variable "node_type" {
  description = "Size of a node, such as cache.t4g.small."
  type        = string

  validation {
    condition     = startswith(var.node_type, "cache.")
    error_message = "node_type must begin with cache., such as cache.t4g.micro."
  }
}

variable "nodes" {
  description = "Nodes; with two or more they stand in both zones and one takes over from another."
  type        = number

  validation {
    condition     = var.nodes >= 1 && var.nodes <= 6
    error_message = "nodes must be from 1 to 6."
  }
}

variable "snapshot_retention_days" {
  description = "Days that snapshots are kept; 0 takes none."
  type        = number
}
