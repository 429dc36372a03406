use crate::error::ClusterError;

pub fn manage_cluster(action: &str, node: Option<String>) -> Result<(), ClusterError> {
    match action {
        "add-node" => {
            let node = node.ok_or(ClusterError::NodeRequired)?;
            println!("Añadiendo nodo: {node}");
            Ok(())
        }
        _ => Err(ClusterError::InvalidAction(action.to_string())),
    }
}
