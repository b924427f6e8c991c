{#- A returned row breaks the `rule`: its `key` stands more than once, one of the columns
    `required` is empty, or a column holds what the register it refers to does not know;
    `references` are column, register and the column there. One test a register, for each costs
    a fixed time whatever it finds. -#}
{% test meets_contract(model, key, required, references) %}
with

rows_of_register as (
    select * from {{ model }}
)

select 'unique_key' as rule
from rows_of_register
group by {{ key | join(', ') }}
having count(*) > 1

union all

select 'required' as rule
from rows_of_register
where {{ required | join(' is null or ') }} is null
{% for column, register, known in references %}
union all

select 'known_{{ column }}' as rule
from rows_of_register
where
    {{ column }} not in (
        select {{ known }} from {{ source('raw', register) }} where {{ known }} is not null
    )
{% endfor %}
{% endtest %}
